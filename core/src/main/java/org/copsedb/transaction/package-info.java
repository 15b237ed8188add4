/** What a write transaction has done so far, and whose turn it is to write. */
@NullMarked
package org.copsedb.transaction;

import org.jspecify.annotations.NullMarked;
