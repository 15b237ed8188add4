package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.jspecify.annotations.Nullable;

/** Looks for what a search never stumbles over: bytes that must be zero so that equal trees have equal pages. */
public final class NodeInspector {
    private NodeInspector() {}

    /**
     * Checks the widths of keys and values.
     *
     * @param page a page of the kind of a node
     * @param level its level
     * @return what is wrong, or null
     */
    public static @Nullable String findWrongWidth(byte[] page, int level) {
        int keyWidth = NodeFormat.keyWidth(page);
        if (level > 0 && LittleEndian.getInt(page, NodeFormat.KEY_WIDTH_OFFSET) != 0) {
            return "a branch has widths of keys or values";
        }
        if (keyWidth != 0 && keyWidth < NodeFormat.prefixLength(page)) {
            return "the keys' width of " + keyWidth + " is below the prefix of " + NodeFormat.prefixLength(page);
        }
        if (NodeFormat.valueWidth(page) >= 0 && level == 0 && NodeFormat.hasLargeValues(page)) {
            return "the values have a width of " + NodeFormat.valueWidth(page) + ", and some are large";
        }
        return null;
    }

    /**
     * Checks the padding of the prefix and the heads of keys that end within them.
     *
     * @param page a node that passed {@link NodeFormat#checkWholly}
     * @param keys the number of its slots
     * @return what is wrong, or null
     */
    public static @Nullable String findBrokenPadding(byte[] page, int keys) {
        int prefixLength = NodeFormat.prefixLength(page);
        int slots = NodeFormat.slotsStart(prefixLength);
        for (int i = NodeFormat.PREFIX_OFFSET + prefixLength; i < slots; i++) {
            if (page[i] != 0) {
                return "the byte at " + i + " behind the prefix is not zero";
            }
        }
        int slotSize = NodeFormat.slotSize(page);
        for (int i = 0; i < keys; i++) {
            int slot = slots + i * slotSize;
            int length = NodePage.suffixLength(page, slot);
            if (length < KeyBytes.HEAD_SIZE) {
                int beyond = -1 >>> (length * Byte.SIZE);
                if ((NodePage.head(page, slot) & beyond) != 0) {
                    return "the head of key " + i + " is not zero beyond its " + length + " bytes";
                }
            }
        }
        return null;
    }
}
