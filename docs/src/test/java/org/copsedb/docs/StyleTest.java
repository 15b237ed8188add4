package org.copsedb.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the source to {@link StyleRules}, and the rules to their planted violations. */
class StyleTest {
    @TestFactory
    Stream<DynamicTest> sourceObeys() throws IOException {
        List<SourceFile> sources = Project.sources();
        assertFalse(sources.isEmpty(), "no source found under " + Project.TOP);
        return StyleRules.all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> assertObeyed(rule, sources)));
    }

    private static void assertObeyed(StyleRule rule, List<SourceFile> sources) {
        List<String> findings = sources.stream()
                .flatMap(file -> rule.findings().apply(file).stream())
                .toList();
        assertTrue(
                findings.isEmpty(),
                () -> rule.name() + ", because " + rule.reason() + ":\n" + String.join("\n", findings));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCatchesItsPlantedViolationAlone() {
        return StyleRules.all().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertEquals(List.of(rule.name()), rulesThatCatch(rule.planted()))));
    }

    private static List<String> rulesThatCatch(SourceFile file) {
        return StyleRules.all().stream()
                .filter(rule -> !rule.findings().apply(file).isEmpty())
                .map(StyleRule::name)
                .toList();
    }

    @Test
    void aMarkedHotPathMayHaveMoreParameters() {
        String method = "static void a(int b, int c, int d, int e, int f) {}\n}";
        assertEquals(List.of(), rulesThatCatch(sourceOf("class A {\n// hot path: TreeBenchmark.get\n" + method)));
        assertEquals(
                1,
                rulesThatCatch(sourceOf("class A {\n// hot path: of another\nint g;\n" + method))
                        .size());
    }

    @Test
    void aSynchronizedMethodIsFound() {
        assertEquals(
                1,
                rulesThatCatch(sourceOf("class A { synchronized void a() {} }")).size());
    }

    @Test
    void reflectiveCallsAreFound() {
        String code = "class A { void a() throws Exception { Class.forName(\"B\"); } }";
        assertEquals(1, rulesThatCatch(sourceOf(code)).size());
    }

    @Test
    void testsMayUseChannels() {
        String code = "import java.nio.channels.FileChannel; class A {}";
        assertEquals(List.of(), rulesThatCatch(SourceFile.of("core/src/test/java/A.java", code)));
    }

    private static SourceFile sourceOf(String text) {
        return SourceFile.of("core/src/main/java/A.java", text);
    }
}
