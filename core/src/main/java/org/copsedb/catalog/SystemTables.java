package org.copsedb.catalog;

import java.nio.charset.StandardCharsets;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeWriter;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;

/** What the database keeps about itself, in the tree of the system root: no restore takes it back. */
public final class SystemTables {
    private static final byte[] LAST_TABLE_ID = "last-table-id".getBytes(StandardCharsets.UTF_8);

    private SystemTables() {}

    /**
     * Returns the largest id that a table was ever given.
     *
     * @param system the tree of the system root
     * @return the id, 0 if there was no table yet
     */
    public static long lastTableId(Tree system) {
        byte[] bytes = system.get(LAST_TABLE_ID);
        if (bytes == null) {
            return 0;
        }
        if (bytes.length != Long.BYTES) {
            throw new CorruptFileException("last table id in the system tree", "8 bytes", bytes.length + " bytes");
        }
        return LittleEndian.getLong(bytes, 0);
    }

    /**
     * Sets the largest id that a table was ever given.
     *
     * @param system the tree of the system root
     * @param id the id
     */
    public static void setLastTableId(TreeWriter system, long id) {
        byte[] bytes = new byte[Long.BYTES];
        LittleEndian.putLong(bytes, 0, id);
        system.put(LAST_TABLE_ID, bytes);
    }
}
