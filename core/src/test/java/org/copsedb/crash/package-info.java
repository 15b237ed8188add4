/**
 * What is left after the power is cut, the disk fails, or the file is damaged, at every place where that can happen.
 */
@NullMarked
package org.copsedb.crash;

import org.jspecify.annotations.NullMarked;
