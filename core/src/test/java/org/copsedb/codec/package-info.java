/** Tests of the codecs. */
@NullMarked
package org.copsedb.codec;

import org.jspecify.annotations.NullMarked;
