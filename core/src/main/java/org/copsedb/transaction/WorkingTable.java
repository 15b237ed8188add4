package org.copsedb.transaction;

import java.util.Iterator;
import org.copsedb.TableGoneException;
import org.copsedb.btree.KeyBounds;
import org.copsedb.btree.TreeEntry;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.apply.WriteBuffer;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.PageReference;
import org.jspecify.annotations.Nullable;

/** A table as a write transaction has it: its tree, the writes that wait for it, and whether it was written to. */
public final class WorkingTable {
    /**
     * What a savepoint keeps of a table.
     *
     * @param root the root of its tree
     * @param buffer the writes that waited
     * @param written whether it had been written to
     * @param record what the catalog had of it
     * @param name what it was called
     * @param gone why it could not be used, null if it could
     */
    record State(
            PageReference root,
            WriteBuffer.Seal buffer,
            boolean written,
            TableRecord record,
            String name,
            @Nullable String gone) {}

    /**
     * What changes go through.
     *
     * @param tree the table's tree
     * @param buffer the writes that wait for it
     * @param log what the journal will say
     */
    record Writers(TreeWriter tree, WriteBuffer buffer, OperationLog log) {}

    private final String nameWhenOpened;
    private String name;
    private TableRecord record;
    private final TreeWriter tree;
    private final WriteBuffer buffer;
    private final OperationLog log;
    private final int index;
    private long givenId;
    private boolean written;
    private @Nullable String gone;
    private long changes;

    WorkingTable(String name, TableRecord record, Writers writers) {
        this.nameWhenOpened = name;
        this.name = name;
        this.record = record;
        this.tree = writers.tree();
        this.buffer = writers.buffer();
        this.log = writers.log();
        this.index = log.nextIndex();
    }

    /** Returns the table's place among those that the transaction opened: its name in the log. */
    int index() {
        return index;
    }

    /** Returns the table's id; of a new table 0 until it is given one. */
    long id() {
        return isCreated() ? givenId : record.id();
    }

    /** Gives a new table its id. */
    void setId(long given) {
        givenId = given;
    }

    /** Tells whether the table is new: the catalog did not have it when it was opened. */
    boolean isCreated() {
        return record.id() == 0;
    }

    /**
     * Notes for the journal that a key got a value.
     *
     * @param key the key
     * @param value the value
     */
    public void logPut(byte[] key, byte[] value) {
        log.put(index, key, value);
    }

    /**
     * Notes for the journal that a key was removed.
     *
     * @param key the key
     */
    public void logRemove(byte[] key) {
        log.remove(index, key);
    }

    /**
     * Notes for the journal that a range of keys was removed.
     *
     * @param bounds the range
     */
    public void logRemoveRange(KeyBounds bounds) {
        log.removeRange(index, bounds);
    }

    /** Gives up noting for the journal, as what was noted did not happen: the transaction commits by a checkpoint. */
    public void dropLog() {
        log.drop();
    }

    /** Notes for the journal that all keys were removed. */
    public void logClear() {
        log.clear(index);
    }

    /** Sets a value, without noting it: it stands in the journal. */
    void put(byte[] key, byte[] value) {
        bufferToWrite().put(key, value);
    }

    /** Removes a key, without noting it: it stands in the journal. */
    void delete(byte[] key) {
        bufferToWrite().remove(key);
    }

    /**
     * Returns the table's present name; of one that is gone, the last one.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    String nameWhenOpened() {
        return nameWhenOpened;
    }

    void setName(String newName) {
        name = newName;
    }

    /** Tells whether a table that the catalog had when it was opened has another name now, or is not there. */
    boolean isRenamed() {
        return !isCreated() && !name.equals(nameWhenOpened);
    }

    /**
     * Makes sure that the table can be used.
     *
     * @throws TableGoneException if it was dropped, or is another table now
     */
    public void requirePresent() {
        if (gone != null) {
            throw new TableGoneException(name, gone);
        }
    }

    boolean isGone() {
        return gone != null;
    }

    /** Ends the table; what was noted of it for the journal stays. */
    void leave(String why) {
        gone = why;
        changes++;
    }

    /** Ends the table as if it had never been opened. */
    void lose(String why) {
        buffer.discard();
        record = record.withId(0);
        written = false;
        leave(why);
    }

    /**
     * Tells whether nothing was ever put into the table: there is none in the catalog, and it was not written to.
     *
     * @return whether it does not exist
     */
    public boolean isAbsent() {
        return isCreated() && !written;
    }

    boolean exists() {
        return !isGone() && !isAbsent();
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
     * Returns the length of the longest key that the table takes.
     *
     * @return bytes
     */
    public int maximumKeyLength() {
        return tree.maximumKeyLength();
    }

    /**
     * Returns the tree for reading. It shows every write so far: those that waited are applied now.
     *
     * @return the writer of the tree
     */
    public TreeWriter tree() {
        buffer.apply();
        return tree;
    }

    /**
     * Returns the tree for writing: from now on the table exists. Writes that waited are applied now.
     *
     * @return the writer of the tree
     */
    public TreeWriter treeToWrite() {
        buffer.apply();
        noteWriting();
        return tree;
    }

    /**
     * Returns what takes writes that ask for no answer: from now on the table exists.
     *
     * @return the buffer
     */
    public WriteBuffer bufferToWrite() {
        noteWriting();
        return buffer;
    }

    /** Notes that the tree, which was handed out for reading, was changed: from now on the table exists. */
    public void noteWriting() {
        written = true;
        changes++;
    }

    /**
     * Sets the values of keys that come in ascending order; from the first one on the table exists.
     *
     * @param entries the entries
     * @return how many there were
     */
    public long putSorted(Iterator<TreeEntry> entries) {
        changes++;
        long count = buffer.putSorted(entries);
        written |= count > 0;
        return count;
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

    /** Refuses to go on while the table is being filled by an iterator of the user's. */
    void requireIdle() {
        buffer.requireIdle();
    }

    /** Returns what a savepoint keeps; to be called before the pages get their mark. */
    State state() {
        WriteBuffer.Seal sealed = buffer.seal();
        return new State(tree.root(), sealed, written, record, name, gone);
    }

    /** Returns to a savepoint, after the pages did. */
    void restore(State state) {
        record = state.record();
        tree.reset(state.root());
        buffer.restore(state.buffer());
        written = state.written();
        name = state.name();
        gone = state.gone();
        changes++;
    }

    /** Gives up what a savepoint keeps. */
    void release(State state) {
        buffer.unseal(state.buffer());
    }

    /**
     * Returns to what the catalog has of the table now, after the pages did.
     *
     * @param itsName what it is called there
     * @param present its record, null if there is no such table
     */
    void reload(String itsName, @Nullable TableRecord present) {
        record = present != null
                ? present
                : new TableRecord(0, PageReference.NONE, record.keyType(), record.valueType());
        tree.reset(record.root());
        buffer.discard();
        written = false;
        name = itsName;
        gone = null;
        changes++;
    }
}
