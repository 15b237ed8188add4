package org.copsedb.crash;

import org.copsedb.Savepoint;

/**
 * An ephemeral savepoint and what it keeps.
 *
 * @param savepoint the savepoint, gone when the process ends
 * @param content the content of its version
 */
record EphemeralPoint(Savepoint savepoint, DatabaseContent content) {}
