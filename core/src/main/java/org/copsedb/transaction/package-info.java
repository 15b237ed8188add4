/** Versions of the database: who reads which one, who writes the next, and how it is committed. */
@NullMarked
package org.copsedb.transaction;

import org.jspecify.annotations.NullMarked;
