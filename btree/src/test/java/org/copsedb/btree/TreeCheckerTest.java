package org.copsedb.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Breaks every numbered invariant of trees on purpose: the checker must name it. */
class TreeCheckerTest {
    /** A breach of one invariant in one page. */
    private interface Breach {
        void apply(byte[] page);
    }

    private final MemoryPages sound = new MemoryPages(512);
    private final MutantPages pages;
    private final PageReference root;
    private final Map<Integer, Long> firstOfKind = new HashMap<>();
    private final Map<Long, Long> stamps = new HashMap<>();
    private long branch;
    private long leafOfLargeValue;

    TreeCheckerTest() {
        sound.advanceStamp();
        TreeWriter writer = new TreeWriter(sound, TreeShape.of(0), PageReference.NONE);
        for (int i = 0; i < 200; i++) {
            byte[] key = ByteBuffer.allocate(5).put((byte) 'k').putInt(i << 20).array();
            writer.put(key, new byte[i == 100 ? 3000 : 10]);
        }
        root = writer.root();
        writer.tree().forEachPage((page, stamp, kind) -> {
            firstOfKind.putIfAbsent(kind, page);
            stamps.put(page, stamp);
            byte[] bytes = sound.read(page, stamp);
            if (kind == PageKind.BRANCH && PageHeader.level(bytes) == 1 && PageHeader.entryCount(bytes) > 3) {
                branch = page;
            }
            if (kind == PageKind.LEAF && NodeFormat.hasLargeValues(bytes)) {
                leafOfLargeValue = page;
            }
        });
        sound.advanceStamp();
        pages = new MutantPages(sound);
    }

    private Set<String> findings(long page, Breach breach) {
        byte[] bytes =
                sound.read(page, Objects.requireNonNull(stamps.get(page))).clone();
        breach.apply(bytes);
        pages.replace(page, bytes);
        return names(TreeChecker.check(pages, root));
    }

    private static Set<String> names(List<TreeFinding> findings) {
        assertTrue(findings.size() <= TreeChecker.MAXIMUM_FINDINGS);
        findings.forEach(finding -> assertTrue(finding.where().startsWith("root"), finding::toString));
        return findings.stream().map(TreeFinding::invariant).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void copyReference(byte[] page, int from, int to) {
        PageReference.get(page, BranchPage.referenceOffset(page, from)).put(page, BranchPage.referenceOffset(page, to));
    }

    private static int slot(byte[] page, int index) {
        return NodeFormat.slotsStart(NodeFormat.prefixLength(page)) + index * NodeFormat.slotSize(page);
    }

    private Map<String, Set<String>> breaches() {
        long leaf = Objects.requireNonNull(firstOfKind.get(PageKind.LEAF));
        long piece = Objects.requireNonNull(firstOfKind.get(PageKind.VALUE));
        Map<String, Set<String>> found = new HashMap<>();
        found.put("B1", findings(leaf, page -> {
            int size = NodeFormat.slotSize(page);
            byte[] first = Arrays.copyOfRange(page, slot(page, 0), slot(page, 1));
            System.arraycopy(page, slot(page, 1), page, slot(page, 0), size);
            System.arraycopy(first, 0, page, slot(page, 1), size);
        }));
        found.put("B2", findings(branch, page -> {
            PageReference first = PageReference.get(page, BranchPage.referenceOffset(page, 0));
            copyReference(page, 2, 0);
            first.put(page, BranchPage.referenceOffset(page, 2));
        }));
        found.put("B3", findings(leaf, page -> page[NodeFormat.PREFIX_OFFSET + NodeFormat.prefixLength(page)] = 1));
        found.put(
                "B4",
                findings(leaf, page -> LittleEndian.putShort(page, slot(page, 0) + NodeFormat.SLOT_CELL_OFFSET, 511)));
        found.put("B5", findings(branch, page -> LittleEndian.putInt(page, slot(page, 0), -1)));
        found.put("B6", findings(branch, page -> {
            int count = BranchPage.referenceOffset(page, 0) + 14;
            LittleEndian.putUnsigned48(page, count, LittleEndian.getUnsigned48(page, count) + 1);
        }));
        found.put("B8", findings(leaf, page -> PageHeader.setLevel(page, 1)));
        found.put("B9", findings(branch, page -> copyReference(page, 0, 1)));
        found.put("B10", findings(leaf, page -> LittleEndian.putLong(page, PageHeader.PAGE_NUMBER_OFFSET, 12_345)));
        found.put("B11", findings(leaf, page -> PageHeader.setEntryCount(page, 0)));
        found.put("B12", findings(leafOfLargeValue, page -> PageHeader.setFlags(page, 0)));
        found.put("B13", findings(piece, page -> PageHeader.setEntryCount(page, 7)));
        found.put("B14", findings(branch, page -> LittleEndian.putShort(page, NodeFormat.KEY_WIDTH_OFFSET, 5)));
        found.put("B7", lateBirth());
        return found;
    }

    /** A root that says it is older than its children, to which its reference agrees. */
    private Set<String> lateBirth() {
        byte[] bytes = sound.read(root.page(), root.stamp()).clone();
        PageHeader.initialize(bytes, root.page(), root.stamp() - 1);
        byte[] whole = sound.read(root.page(), root.stamp());
        PageHeader.setKind(bytes, PageHeader.kind(whole));
        PageHeader.setLevel(bytes, PageHeader.level(whole));
        PageHeader.setFlags(bytes, PageHeader.flags(whole));
        PageHeader.setEntryCount(bytes, PageHeader.entryCount(whole));
        pages.replace(root.page(), bytes);
        return names(TreeChecker.check(pages, new PageReference(root.page(), root.stamp() - 1, root.count())));
    }

    @TestFactory
    List<DynamicTest> everyBreachIsNamed() {
        List<DynamicTest> tests = new ArrayList<>();
        breaches()
                .forEach((invariant, found) -> tests.add(DynamicTest.dynamicTest(
                        invariant, () -> assertTrue(found.contains(invariant), invariant + " is not among " + found))));
        return tests;
    }

    @Test
    void everyDocumentedInvariantIsBrokenHere() throws IOException {
        Matcher numbers = Pattern.compile("(?m)^\\| (B\\d+) \\|")
                .matcher(Files.readString(Path.of("..", "docs", "invariants.md")));
        Set<String> documented = new TreeSet<>();
        while (numbers.find()) {
            documented.add(numbers.group(1));
        }
        assertEquals(documented, new TreeSet<>(breaches().keySet()));
    }

    @Test
    void wrongWidthsOfALeafAreNamed() {
        long leaf = Objects.requireNonNull(firstOfKind.get(PageKind.LEAF));
        byte[] sample = sound.read(leaf, Objects.requireNonNull(stamps.get(leaf)));
        assertEquals(5, NodeFormat.keyWidth(sample));
        assertEquals(10, NodeFormat.valueWidth(sample));
        for (int width : new int[] {0, 1, 9, 100, 65_535}) {
            Set<String> keys = findings(leaf, page -> LittleEndian.putShort(page, NodeFormat.KEY_WIDTH_OFFSET, width));
            assertFalse(keys.isEmpty(), "keys of " + width);
        }
        for (int width : new int[] {-1, 0, 9, 11, 500, 65_534}) {
            Set<String> values =
                    findings(leaf, page -> LittleEndian.putShort(page, NodeFormat.VALUE_WIDTH_OFFSET, width + 1));
            assertFalse(values.isEmpty(), "values of " + width);
        }
        assertEquals(
                Set.of("B14"),
                findings(leafOfLargeValue, page -> LittleEndian.putShort(page, NodeFormat.VALUE_WIDTH_OFFSET, 11)));
    }

    @Test
    void aSoundTreeHasNoFinding() {
        assertEquals(List.of(), TreeChecker.check(pages, root));
    }

    @Test
    void theCheckEndsWhereEveryReferenceLeadsBack() {
        Set<String> found = findings(branch, page -> {
            for (int i = 0; i < PageHeader.entryCount(page); i++) {
                root.put(page, BranchPage.referenceOffset(page, i));
            }
        });
        assertTrue(found.contains("B9"), found::toString);
        assertTrue(pages.reads() < 1000, pages.reads() + " reads");
    }
}
