package org.copsedb.btree.node;

import org.copsedb.pagestore.LittleEndian;
import org.jspecify.annotations.Nullable;

/** Looks for what a search never stumbles over: bytes that must be zero so that equal trees have equal pages. */
public final class NodeInspector {
    private NodeInspector() {}

    /**
     * Checks the padding of the prefix, the heads of keys that end within them, and the reserved fields.
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
        if (LittleEndian.getInt(page, NodeFormat.KEY_WIDTH_OFFSET) != 0) {
            return "widths of keys and values are not zero";
        }
        for (int i = 0; i < keys; i++) {
            int slot = slots + i * NodeFormat.SLOT_SIZE;
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
