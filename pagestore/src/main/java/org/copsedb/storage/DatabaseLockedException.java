package org.copsedb.storage;

/** A file can not be opened because it is open already: one process and one handle own it at a time. */
public final class DatabaseLockedException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** The file that is locked. */
    private final String file;
    /** Who has it open. */
    private final String holder;

    /**
     * Creates the exception for a second open.
     *
     * @param file the file that is locked
     * @param holder who has it open, as far as is known: "this process", "another process"
     */
    public DatabaseLockedException(String file, String holder) {
        super(file + " is already open in " + holder);
        this.file = file;
        this.holder = holder;
    }

    /**
     * Returns the file that is locked.
     *
     * @return its path
     */
    public String file() {
        return file;
    }

    /**
     * Returns who has the file open.
     *
     * @return the holder, as far as is known
     */
    public String holder() {
        return holder;
    }
}
