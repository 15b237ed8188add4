package org.copsedb.testkit;

/**
 * One call of a file.
 *
 * @param call which method
 * @param offset where the range begins; of a resize, the new length; else 0
 * @param length how many bytes; 0 where there is no range
 */
public record FileOperation(FileCall call, long offset, int length) {}
