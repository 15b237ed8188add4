package org.copsedb.docs;

import com.github.javaparser.ast.Modifier;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.CatchClause;
import com.github.javaparser.ast.stmt.SynchronizedStmt;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of style, each with its reason. */
final class StyleRules {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 70;
    private static final int PARAMETERS = 5;
    private static final Pattern VAGUE_NAME = Pattern.compile(".*(Impl|Utils?|Helper|Manager)");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    private static final Set<String> PAGE_STORE = Set.of("storage", "pagestore", "testkit");
    private static final Set<String> TREE = Set.of("storage", "pagestore", "testkit", "btree");
    private static final String MAIN = "core/src/main/java/org/copsedb/A.java";

    private StyleRules() {}

    static List<StyleRule> all() {
        return List.of(
                new StyleRule(
                        "a file has fewer than " + FILE_LINES + " lines",
                        "a file is read in one sitting, and a class that needs more has more than one task",
                        StyleRules::longFiles,
                        planted("class A {\n" + "\n".repeat(FILE_LINES) + "}")),
                new StyleRule(
                        "a method has fewer than " + METHOD_LINES + " lines",
                        "a method is seen on one screen, from its first condition to its last return",
                        StyleRules::longMethods,
                        planted("class A { void a() {" + "\n".repeat(METHOD_LINES) + "} }")),
                new StyleRule(
                        "a method has fewer than " + PARAMETERS + " parameters, but for a marked hot path",
                        "a row of arguments can not be read aloud, and two of one type are swapped sooner or later",
                        StyleRules::manyParameters,
                        planted("class A { void a(int b, int c, int d, int e, int f) {} }")),
                new StyleRule(
                        "a type's name says what it is",
                        "names that fit everything attract everything",
                        eachNode(TypeDeclaration.class, StyleRules::isVague, "the name says nothing"),
                        planted("class PageHelper {}")),
                new StyleRule(
                        "a comment does not promise work",
                        "work that remains is an issue, where somebody sees it",
                        StyleRules::unfinished,
                        planted("class A {\n // TODO later\n }")),
                new StyleRule(
                        "a catch block does something",
                        "a swallowed exception is a wrong answer later",
                        eachNode(CatchClause.class, clause -> clause.getBody().isEmpty(), "empty catch block"),
                        planted("class A { void a() { try { b(); } catch (RuntimeException e) { } } }")),
                new StyleRule(
                        "only org.copsedb.storage knows channels, and the benchmarks, which measure a bare disk",
                        "whatever reaches the disk passes the seam where tests can make it fail",
                        StyleRules::channels,
                        planted("import java.nio.channels.FileChannel; class A {}")),
                new StyleRule(
                        "imports never climb",
                        "a lower layer that knows a higher one can not be understood or tested without it",
                        StyleRules::climbing,
                        SourceFile.of("btree/src/test/java/A.java", "import org.copsedb.Database; class A {}")),
                new StyleRule(
                        "main code locks with ReentrantLock",
                        "a monitor can be neither timed nor left on interruption, and pins a virtual thread during I/O",
                        StyleRules::monitors,
                        planted("class A { void a() { synchronized (this) { } } }")),
                new StyleRule(
                        "main code uses no reflection and nothing internal to the JDK",
                        "it works on every JDK to come, in every module layer, and says what it calls",
                        StyleRules::reflection,
                        planted("import sun.misc.Unsafe; class A {}")));
    }

    private static SourceFile planted(String text) {
        return SourceFile.of(MAIN, text);
    }

    private static <N extends Node> Function<SourceFile, List<String>> eachNode(
            Class<N> kind, Predicate<N> broken, String what) {
        return file -> file.unit().findAll(kind, broken).stream()
                .map(node -> file.finding(node, what))
                .toList();
    }

    private static List<String> longFiles(SourceFile file) {
        int count = file.lines().size();
        return count < FILE_LINES ? List.of() : List.of(file.path() + ": " + count + " lines");
    }

    private static List<String> longMethods(SourceFile file) {
        return callables(file)
                .filter(method -> SourceFile.lineCount(method) >= METHOD_LINES)
                .map(method -> file.finding(method, SourceFile.lineCount(method) + " lines"))
                .toList();
    }

    private static List<String> manyParameters(SourceFile file) {
        return callables(file)
                .filter(method -> method.getParameters().size() >= PARAMETERS)
                .filter(method -> !file.isMarkedAbove(method, "hot path:"))
                .map(method -> file.finding(method, method.getParameters().size() + " parameters"))
                .toList();
    }

    private static Stream<CallableDeclaration<?>> callables(SourceFile file) {
        return file.unit().findAll(CallableDeclaration.class).stream().map(method -> (CallableDeclaration<?>) method);
    }

    private static boolean isVague(TypeDeclaration<?> type) {
        return VAGUE_NAME.matcher(type.getNameAsString()).matches();
    }

    private static List<String> unfinished(SourceFile file) {
        return file.unit().getAllContainedComments().stream()
                .filter(comment -> UNFINISHED.matcher(comment.getContent()).find())
                .map(comment -> file.finding(comment, comment.getContent().strip()))
                .toList();
    }

    private static List<String> channels(SourceFile file) {
        if (!file.isMainCode()
                || file.packageName().equals("org.copsedb.storage")
                || file.packageName().startsWith("org.copsedb.benchmark.")) {
            return List.of();
        }
        return imports(
                file,
                name -> name.startsWith("java.nio.channels") || name.equals("java.io.RandomAccessFile"),
                "reaches the disk past the seam");
    }

    private static List<String> climbing(SourceFile file) {
        if (file.isOfModule("pagestore")) {
            return imports(file, name -> climbs(name, PAGE_STORE), "climbs");
        }
        return file.isOfModule("btree") ? imports(file, name -> climbs(name, TREE), "climbs") : List.of();
    }

    private static boolean climbs(String name, Set<String> known) {
        String prefix = "org.copsedb.";
        if (!name.startsWith(prefix)) {
            return false;
        }
        int end = name.indexOf('.', prefix.length());
        return !known.contains(end < 0 ? name.substring(prefix.length()) : name.substring(prefix.length(), end));
    }

    private static List<String> monitors(SourceFile file) {
        if (!file.isMainCode()) {
            return List.of();
        }
        Stream<Node> statements =
                file.unit().findAll(SynchronizedStmt.class).stream().map(node -> (Node) node);
        Stream<Node> methods = callables(file)
                .filter(method -> method.hasModifier(Modifier.Keyword.SYNCHRONIZED))
                .map(method -> (Node) method);
        return Stream.concat(statements, methods)
                .map(node -> file.finding(node, "synchronized"))
                .toList();
    }

    private static List<String> reflection(SourceFile file) {
        if (!file.isMainCode()) {
            return List.of();
        }
        List<String> imported = imports(
                file,
                // A documented, exported module, in spite of its name.
                name -> !name.startsWith("com.sun.management.")
                        && Stream.of("java.lang.reflect", "sun.", "com.sun.", "jdk.internal")
                                .anyMatch(name::startsWith),
                "not for main code");
        Stream<String> called = file
                .unit()
                .findAll(
                        MethodCallExpr.class,
                        call -> Set.of("setAccessible", "forName", "getDeclaredField", "getDeclaredMethod")
                                        .contains(call.getNameAsString())
                                && !call.toString().startsWith("Charset."))
                .stream()
                .map(call -> file.finding(call, call.getNameAsString()));
        return Stream.concat(imported.stream(), called).toList();
    }

    private static List<String> imports(SourceFile file, Predicate<String> banned, String what) {
        return file.unit().getImports().stream()
                .filter(declaration -> banned.test(declaration.getNameAsString()))
                .map(declaration -> file.finding(declaration, declaration.getNameAsString() + " " + what))
                .toList();
    }
}
