/** Runs every example, and reads what it prints. */
@NullMarked
package org.copsedb.examples;

import org.jspecify.annotations.NullMarked;
