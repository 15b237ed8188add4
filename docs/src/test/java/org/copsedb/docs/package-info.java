/** Tests of what no compiler checks: the style of the source, the prose, and the list of files. */
@NullMarked
package org.copsedb.docs;

import org.jspecify.annotations.NullMarked;
