package org.copsedb.btree.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.pagestore.PageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures account for every byte, and are well-formed. */
class NodePicturesTest {
    private final List<byte[]> way = NodePictures.wayTo("DE/Kirchberg".getBytes(StandardCharsets.UTF_8));

    @Test
    void everyByteOfAPageBelongsToOnePart() {
        for (byte[] page : way) {
            int end = 0;
            for (PagePart part : PageAnatomy.of(page)) {
                assertEquals(end, part.from());
                end = part.to();
            }
            assertEquals(page.length, end);
        }
    }

    @Test
    void everyEntryHasItsParts() {
        byte[] leaf = way.get(way.size() - 1);
        for (int i = 0; i < PageHeader.entryCount(leaf); i++) {
            int number = i;
            int value = PageAnatomy.of(leaf).stream()
                    .filter(part -> part.number() == number && part.kind() == PagePart.Kind.VALUE)
                    .mapToInt(part -> part.to() - part.from())
                    .sum();
            assertEquals(LeafPage.valueLength(LeafPage.locateValue(leaf, i)), value);
        }
    }

    @Test
    void bothPicturesAreWritten(@TempDir Path folder) throws IOException {
        NodePictures.main(new String[] {folder.toString()});
        assertWellFormed(folder.resolve("leaf-page.svg"));
        assertWellFormed(folder.resolve("branch-page.svg"));
    }

    /** Every line of a picture is one element. */
    private static void assertWellFormed(Path picture) throws IOException {
        List<String> lines = Files.readAllLines(picture);
        assertTrue(lines.get(0).startsWith("<svg xmlns="), lines.get(0));
        assertEquals("</svg>", lines.get(lines.size() - 1));
        for (String line : lines.subList(1, lines.size() - 1)) {
            assertTrue(line.matches("<(rect [^<>]*/|text [^<>]*>[^<>]*</text)>"), line);
        }
    }
}
