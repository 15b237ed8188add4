package org.copsedb.pagestore;

/** What a page is for: the values of the kind field in its {@linkplain PageHeader header}. Zero is no kind. */
public final class PageKind {
    /** A leaf of a tree: entries. */
    public static final int LEAF = 1;
    /** A branch of a tree: separators and references to children. */
    public static final int BRANCH = 2;
    /** A piece of a value that is too large for a leaf. */
    public static final int VALUE = 3;
    /** A list of the pieces of a large value. */
    public static final int VALUE_INDEX = 4;
    /** A chunk of a region's live set, written by a checkpoint. */
    public static final int LIVE_SET = 5;
    /** The directory of the durable state, written by a checkpoint. */
    public static final int DIRECTORY = 6;
    /** The list of a region's live-set chunks, written by a checkpoint. */
    public static final int REGION = 7;
    /** The list of a persistent savepoint's regions, written by a checkpoint. */
    public static final int SAVEPOINT = 8;
    /** Sorted writes of a transaction that is not committed: scratch, never part of a committed state. */
    public static final int SORTED_RUN = 9;

    private PageKind() {}
}
