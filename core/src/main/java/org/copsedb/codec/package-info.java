/** Codecs: values of Java types as bytes, keys as bytes whose order is the order of the keys. */
@NullMarked
package org.copsedb.codec;

import org.jspecify.annotations.NullMarked;
