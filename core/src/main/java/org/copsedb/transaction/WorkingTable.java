package org.copsedb.transaction;

import org.copsedb.btree.TreeWriter;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.PageReference;
import org.jspecify.annotations.Nullable;

/** A table as a write transaction has it: its tree, and whether it was written to. */
public final class WorkingTable {
    /**
     * What a savepoint keeps of a table.
     *
     * @param root the root of its tree
     * @param written whether it had been written to
     * @param record what the catalog had of it
     */
    record State(PageReference root, boolean written, TableRecord record) {}

    private final String name;
    private TableRecord record;
    private final TreeWriter tree;
    private boolean written;
    private long changes;

    WorkingTable(String name, TableRecord record, TreeWriter tree) {
        this.name = name;
        this.record = record;
        this.tree = tree;
    }

    /**
     * Returns the table's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what the catalog had of the table when it was opened; of a new table, what it will have.
     *
     * @return the record
     */
    public TableRecord record() {
        return record;
    }

    /**
     * Returns the tree for reading.
     *
     * @return the writer of the tree
     */
    public TreeWriter tree() {
        return tree;
    }

    /**
     * Returns the tree for writing: from now on the table exists.
     *
     * @return the writer of the tree
     */
    public TreeWriter treeToWrite() {
        written = true;
        changes++;
        return tree;
    }

    /**
     * Returns how often the table was handed out for writing or returned to an earlier state.
     *
     * @return a number that grows
     */
    public long changes() {
        return changes;
    }

    boolean isWritten() {
        return written;
    }

    State state() {
        return new State(tree.root(), written, record);
    }

    void restore(State state) {
        record = state.record();
        tree.reset(state.root());
        written = state.written();
        changes++;
    }

    /**
     * Returns to what the catalog has of the table now.
     *
     * @param present its record, null if there is no such table
     */
    void reload(@Nullable TableRecord present) {
        record = present != null
                ? present
                : new TableRecord(0, PageReference.NONE, record.keyType(), record.valueType());
        tree.reset(record.root());
        written = false;
        changes++;
    }
}
