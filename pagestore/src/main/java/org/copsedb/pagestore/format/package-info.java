/** Bytes of the file header, the checkpoint slots and page checksums; no input or output. */
@NullMarked
package org.copsedb.pagestore.format;

import org.jspecify.annotations.NullMarked;
