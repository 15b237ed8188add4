package org.copsedb.catalog;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeCursor;
import org.copsedb.btree.TreeWriter;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/** What the database keeps about itself, in the tree of the system root: no restore takes it back. */
public final class SystemTables {
    private static final byte[] LAST_TABLE_ID = "last-table-id".getBytes(StandardCharsets.UTF_8);

    private static final byte[] LAST_SAVEPOINT_ID = "last-savepoint-id".getBytes(StandardCharsets.UTF_8);
    private static final String SAVEPOINT = "savepoint/";

    private SystemTables() {}

    /**
     * Returns the largest id that a table was ever given.
     *
     * @param system the tree of the system root
     * @return the id, 0 if there was no table yet
     */
    public static long lastTableId(Tree system) {
        return lastId(system, LAST_TABLE_ID);
    }

    /**
     * Returns the largest id that a persistent savepoint was ever given.
     *
     * @param system the tree of the system root
     * @return the id, 0 if there was no savepoint yet
     */
    public static long lastSavepointId(Tree system) {
        return lastId(system, LAST_SAVEPOINT_ID);
    }

    private static long lastId(Tree system, byte[] key) {
        byte[] bytes = system.get(key);
        if (bytes == null) {
            return 0;
        }
        if (bytes.length != Long.BYTES) {
            throw new CorruptFileException(
                    new String(key, StandardCharsets.UTF_8) + " in the system tree",
                    "8 bytes",
                    bytes.length + " bytes");
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
        setLastId(system, LAST_TABLE_ID, id);
    }

    /**
     * Sets the largest id that a persistent savepoint was ever given.
     *
     * @param system the tree of the system root
     * @param id the id
     */
    public static void setLastSavepointId(TreeWriter system, long id) {
        setLastId(system, LAST_SAVEPOINT_ID, id);
    }

    private static void setLastId(TreeWriter system, byte[] key, long id) {
        byte[] bytes = new byte[Long.BYTES];
        LittleEndian.putLong(bytes, 0, id);
        system.put(key, bytes);
    }

    /**
     * Encodes the name of a persistent savepoint.
     *
     * @param name the name
     * @return its key in the system tree
     */
    public static byte[] savepointKey(String name) {
        return (SAVEPOINT + name).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Finds a persistent savepoint.
     *
     * @param system the tree of the system root
     * @param name its name
     * @return its record, null if there is none
     */
    public static @Nullable SavepointRecord findSavepoint(Tree system, String name) {
        byte[] bytes = system.get(savepointKey(name));
        return bytes == null ? null : SavepointRecord.fromBytes(bytes, name);
    }

    /**
     * Hands every persistent savepoint to an action, by name in the order of bytes.
     *
     * @param system the tree of the system root
     * @param action takes name and record
     */
    public static void forEachSavepoint(Tree system, BiConsumer<String, SavepointRecord> action) {
        TreeCursor cursor = system.cursor();
        while (cursor.next()) {
            String key = new String(cursor.key(), StandardCharsets.UTF_8);
            if (key.startsWith(SAVEPOINT)) {
                String name = key.substring(SAVEPOINT.length());
                action.accept(name, SavepointRecord.fromBytes(cursor.valueArray(), name));
            }
        }
    }
}
