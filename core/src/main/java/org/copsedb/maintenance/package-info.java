/** Looking after a database: verification. */
@NullMarked
package org.copsedb.maintenance;

import org.jspecify.annotations.NullMarked;
