package org.copsedb.docs;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import java.util.List;

/**
 * A Java source file, parsed.
 *
 * @param path its path from the top of the project, with slashes
 * @param lines its text
 * @param unit what the parser made of it
 */
record SourceFile(String path, List<String> lines, CompilationUnit unit) {
    static SourceFile of(String path, String text) {
        var configuration = new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);
        var result = new JavaParser(configuration).parse(text);
        CompilationUnit unit = result.getResult()
                .filter(parsed -> result.isSuccessful())
                .orElseThrow(() -> new IllegalArgumentException(path + " can not be parsed: " + result.getProblems()));
        return new SourceFile(path, text.lines().toList(), unit);
    }

    boolean isMainCode() {
        return path.contains("/src/main/");
    }

    boolean isOfModule(String module) {
        return path.startsWith(module + "/");
    }

    String packageName() {
        return unit.getPackageDeclaration()
                .map(declaration -> declaration.getNameAsString())
                .orElse("");
    }

    /** Tells whether the comment that ends directly above a declaration says something. */
    boolean isMarkedAbove(Node declaration, String mark) {
        for (int line = firstLine(declaration) - 1; line >= 1; line--) {
            String text = lines.get(line - 1).strip();
            if (!text.startsWith("//") && !text.startsWith("*") && !text.startsWith("/*")) {
                return false;
            }
            if (text.contains(mark)) {
                return true;
            }
        }
        return false;
    }

    static int firstLine(Node node) {
        return node.getBegin().orElseThrow().line;
    }

    static int lineCount(Node node) {
        return node.getEnd().orElseThrow().line - firstLine(node) + 1;
    }

    String finding(Node node, String what) {
        return path + ":" + firstLine(node) + ": " + what;
    }
}
