package org.copsedb.btree.picture;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.copsedb.btree.picture.PagePart.Kind;
import org.copsedb.pagestore.PageHeader;

/** Draws a page as rows of bytes, each in the colour of its part, as SVG. */
final class PageDrawing {
    private static final int COLUMNS = 64;
    private static final int CELL_WIDTH = 15;
    private static final int CELL_HEIGHT = 20;
    private static final int ROW_HEIGHT = 31;
    private static final int MARGIN = 56;
    private static final int EXPLANATION_TOP = 50;
    private static final int EXPLANATION_ROW = 17;
    private static final int TOP = 92;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 480;

    private enum Style {
        TITLE(17, "start", "#1b1f24"),
        EXPLANATION(12, "start", "#57606a"),
        OFFSET(10, "end", "#57606a"),
        NUMBER(8, "start", "#cf222e"),
        LETTER(12, "middle", "#1b1f24"),
        BYTE(8, "middle", "#57606a"),
        LEGEND(12, "start", "#1b1f24");

        final int size;
        final String anchor;
        final String colour;

        Style(int size, String anchor, String colour) {
            this.size = size;
            this.anchor = anchor;
            this.colour = colour;
        }
    }

    private final byte[] page;
    private final List<PagePart> parts;
    private final StringBuilder svg = new StringBuilder();

    PageDrawing(byte[] page) {
        this.page = page;
        this.parts = PageAnatomy.of(page);
    }

    String draw(String title, String... explanation) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        parts.forEach(part -> kinds.add(part.kind()));
        int rows = (page.length + COLUMNS - 1) / COLUMNS;
        int legendTop = TOP + rows * ROW_HEIGHT + 18;
        int height = legendTop + (kinds.size() + 1) / 2 * LEGEND_ROW + 12;
        int width = 2 * MARGIN + COLUMNS * CELL_WIDTH;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\">",
                width, height, width, height);
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
        text(MARGIN, 28, Style.TITLE, title);
        for (int i = 0; i < explanation.length; i++) {
            text(MARGIN, EXPLANATION_TOP + i * EXPLANATION_ROW, Style.EXPLANATION, explanation[i]);
        }
        for (int row = 0; row < rows; row++) {
            text(MARGIN - 8, TOP + row * ROW_HEIGHT + 14, Style.OFFSET, Integer.toString(row * COLUMNS));
        }
        parts.forEach(this::drawPart);
        drawLegend(kinds, legendTop);
        line("</svg>");
        return svg.toString();
    }

    private void drawPart(PagePart part) {
        int at = part.from();
        while (at < part.to()) {
            int rowEnd = (at / COLUMNS + 1) * COLUMNS;
            int to = Math.min(part.to(), rowEnd);
            line(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#8c959f\" "
                            + "stroke-width=\"0.6\"/>",
                    x(at), y(at), (to - at) * CELL_WIDTH, CELL_HEIGHT, part.kind().colour);
            at = to;
        }
        if (isNumbered(part)) {
            text(x(part.from()) + 1, y(part.from()) - 2, Style.NUMBER, Integer.toString(part.number()));
        }
        if (part.kind() != Kind.FREE && part.kind() != Kind.DEAD) {
            for (int i = part.from(); i < part.to(); i++) {
                drawByte(i, isText(part.kind()));
            }
        }
    }

    /** Slots, references and cells have numbers; a leaf's cell begins with the length of its value. */
    private boolean isNumbered(PagePart part) {
        return switch (part.kind()) {
            case HEAD, VALUE_LENGTH, REFERENCE_PAGE -> true;
            case TAIL -> PageHeader.level(page) > 0;
            default -> false;
        };
    }

    private static boolean isText(Kind kind) {
        return kind == Kind.PREFIX || kind == Kind.TAIL || kind == Kind.VALUE || kind == Kind.HEAD;
    }

    /** Heads are stored as little-endian numbers, so their letters stand in reverse. */
    private void drawByte(int index, boolean asText) {
        int value = page[index] & 0xFF;
        int centre = x(index) + CELL_WIDTH / 2;
        if (asText && value > ' ' && value < 0x7F) {
            text(centre, y(index) + 14, Style.LETTER, Character.toString(value));
        } else if (asText && value == ' ') {
            text(centre, y(index) + 14, Style.LETTER, "·");
        } else {
            text(centre, y(index) + 13, Style.BYTE, String.format(Locale.ROOT, "%02x", value));
        }
    }

    private void drawLegend(Set<Kind> kinds, int top) {
        int i = 0;
        for (Kind kind : kinds) {
            int x = MARGIN + i % 2 * LEGEND_COLUMN;
            int y = top + i / 2 * LEGEND_ROW;
            line(
                    "<rect x=\"%d\" y=\"%d\" width=\"26\" height=\"14\" fill=\"%s\" stroke=\"#8c959f\" "
                            + "stroke-width=\"0.6\"/>",
                    x, y, kind.colour);
            text(x + 34, y + 11, Style.LEGEND, kind.words);
            i++;
        }
    }

    private static int x(int index) {
        return MARGIN + index % COLUMNS * CELL_WIDTH;
    }

    private static int y(int index) {
        return TOP + index / COLUMNS * ROW_HEIGHT;
    }

    private void text(int x, int y, Style style, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        line(
                "<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x, y, style.size, style.anchor, style.colour, escaped);
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
