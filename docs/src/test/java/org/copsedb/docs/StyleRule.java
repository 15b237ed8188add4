package org.copsedb.docs;

import java.util.List;
import java.util.function.Function;

/**
 * A rule of style.
 *
 * @param name what it asks for
 * @param reason why
 * @param findings finds where a file breaks it
 * @param planted a file that breaks it: a rule that can not fail is none
 */
record StyleRule(String name, String reason, Function<SourceFile, List<String>> findings, SourceFile planted) {}
