package org.copsedb.benchmark.report;

/**
 * One figure of one run.
 *
 * @param engine the engine's name
 * @param entries the number of entries
 * @param round the round, from 1 on
 * @param row the row's name
 * @param value the figure in the row's unit
 */
public record Figure(String engine, long entries, int round, String row, double value) {}
