package org.copsedb.btree.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.testkit.MemoryPages;

/** Builds a small tree of places, and draws a leaf and a branch of it. The files go to the folder that is named. */
final class NodePictures {
    private static final int BASE_PAGE_SIZE = 512;
    private static final long ORDER_OF_INSERTION = 7;
    private static final String[] COUNTRIES = {"AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FR", "IT", "NL", "PL", "SE"};
    private static final String[] PLACES = {
        "Altena", "Altenau", "Altenberg", "Altenburg", "Bergen", "Bergheim", "Bergkamen", "Brunn", "Feldberg",
        "Feldkirch", "Grafing", "Hallein", "Kirchberg", "Kirchdorf", "Linden", "Neuenburg", "Neuenkirchen", "Neustadt",
        "Rosenberg", "Sankt Johann", "Sankt Peter", "Steinach", "Steinfeld", "Waldkirch"
    };
    private static final byte[] SOUGHT = bytes("DE/Kirchberg");

    private NodePictures() {}

    /**
     * Draws the pictures.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<byte[]> way = wayTo(SOUGHT);
        Files.writeString(folder.resolve("leaf-page.svg"), drawLeaf(way.get(way.size() - 1)));
        Files.writeString(folder.resolve("branch-page.svg"), drawBranch(way.get(way.size() - 2)));
    }

    static String drawLeaf(byte[] page) {
        int count = PageHeader.entryCount(page);
        return new PageDrawing(page)
                .draw(
                        "A leaf of " + page.length + " bytes with " + count + " entries",
                        "Keys from " + text(LeafPage.key(page, 0)) + " to " + text(LeafPage.key(page, count - 1))
                                + ": prefix + head + rest. Red: the number of the entry.",
                        "A head is stored least significant byte first, so that one load makes a number of it.");
    }

    static String drawBranch(byte[] page) {
        int count = PageHeader.entryCount(page);
        List<String> separators = new ArrayList<>();
        for (int i = 0; i < Math.min(count - 1, 3); i++) {
            separators.add(text(BranchPage.separator(page, i)));
        }
        return new PageDrawing(page)
                .draw(
                        "A branch of " + page.length + " bytes with " + count + " children",
                        "Red: the number of the separator, or of the child.",
                        "Separators are as short as they can be, and mostly end within their heads: "
                                + String.join(", ", separators) + " ...");
    }

    /** Returns the pages from the root to the leaf of a key. */
    static List<byte[]> wayTo(byte[] key) {
        MemoryPages pages = new MemoryPages(BASE_PAGE_SIZE);
        TreeWriter writer = new TreeWriter(pages, TreeShape.of(0), PageReference.NONE);
        places().forEach(place -> writer.put(bytes(place), bytes(valueOf(place))));
        List<byte[]> way = new ArrayList<>();
        byte[] page = pages.read(writer.root().page(), writer.root().stamp());
        way.add(page);
        while (PageHeader.level(page) > 0) {
            NodeFormat.check(page, PageHeader.level(page));
            int reference = BranchPage.referenceOffset(page, BranchPage.search(page, key, key.length));
            page = pages.read(BranchPage.childPage(page, reference), BranchPage.childStamp(page, reference));
            way.add(page);
        }
        return way;
    }

    private static List<String> places() {
        List<String> places = new ArrayList<>();
        for (String country : COUNTRIES) {
            for (String place : PLACES) {
                places.add(country + "/" + place);
            }
        }
        Collections.shuffle(places, new Random(ORDER_OF_INSERTION));
        return places;
    }

    private static String valueOf(String place) {
        return Integer.toString(1_000 + Math.floorMod(place.hashCode(), 90_000));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
