/** Programs to read and to run: each shows one idea. */
@NullMarked
package org.copsedb.examples;

import org.jspecify.annotations.NullMarked;
