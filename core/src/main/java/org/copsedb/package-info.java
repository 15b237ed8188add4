/** The database: opened from a file, read and written in transactions, cut back to savepoints. */
@NullMarked
package org.copsedb;

import org.jspecify.annotations.NullMarked;
