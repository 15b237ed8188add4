package org.copsedb.catalog;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeCursor;
import org.copsedb.btree.TreeShape;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageVisitor;
import org.copsedb.pagestore.Version;
import org.jspecify.annotations.Nullable;

/** The tree of all tables: their names in UTF-8 as keys, their {@linkplain TableRecord records} as values. */
public final class Catalog {
    private Catalog() {}

    /**
     * Returns the shape of all trees of a database: nodes of two base pages, where that is not too large.
     *
     * @param basePageSize bytes of a page of order 0
     * @return the shape
     */
    public static TreeShape shape(int basePageSize) {
        return TreeShape.of(basePageSize <= 32_768 ? 1 : 0);
    }

    /**
     * Encodes a table's name.
     *
     * @param name the name
     * @return its key in the catalog
     */
    public static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Finds a table.
     *
     * @param catalog the catalog's tree
     * @param name the table's name
     * @return its record, null if there is no such table
     */
    public static @Nullable TableRecord find(Tree catalog, String name) {
        byte[] bytes = catalog.get(key(name));
        return bytes == null ? null : TableRecord.fromBytes(bytes, name);
    }

    /**
     * Hands every table to an action, by name in the order of bytes.
     *
     * @param catalog the catalog's tree
     * @param action takes name and record
     */
    public static void forEach(Tree catalog, BiConsumer<String, TableRecord> action) {
        TreeCursor cursor = catalog.cursor();
        while (cursor.next()) {
            String name = new String(cursor.key(), StandardCharsets.UTF_8);
            action.accept(name, TableRecord.fromBytes(cursor.valueArray(), name));
        }
    }

    /**
     * Visits all pages of a version: those of the system tree, the catalog and every table.
     *
     * @param reader where to read pages
     * @param version the version
     * @param visitor takes the pages
     */
    public static void forEachPage(PageReader reader, Version version, PageVisitor visitor) {
        new Tree(reader, version.systemRoot()).forEachPage((page, stamp, kind) -> visitor.visit(page, stamp));
        Tree catalog = new Tree(reader, version.userRoot());
        catalog.forEachPage((page, stamp, kind) -> visitor.visit(page, stamp));
        forEach(
                catalog,
                (name, table) ->
                        new Tree(reader, table.root()).forEachPage((page, stamp, kind) -> visitor.visit(page, stamp)));
    }
}
