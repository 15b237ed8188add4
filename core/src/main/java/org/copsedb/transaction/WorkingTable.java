package org.copsedb.transaction;

import org.copsedb.btree.TreeWriter;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.PageReference;

/** A table as a write transaction has it: its tree, and whether it was written to. */
public final class WorkingTable {
    /**
     * What a savepoint keeps of a table.
     *
     * @param root the root of its tree
     * @param written whether it had been written to
     */
    record State(PageReference root, boolean written) {}

    private final String name;
    private final TableRecord record;
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
        return new State(tree.root(), written);
    }

    void restore(State state) {
        tree.reset(state.root());
        written = state.written();
        changes++;
    }

    /** Returns to what the table was when it was opened. */
    void restore() {
        tree.reset(record.root());
        written = false;
        changes++;
    }
}
