package org.copsedb.storage;

/** A file is not a CopseDB database: it begins with other bytes. It was not touched. */
public final class ForeignFileException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** The file. */
    private final String file;

    /**
     * Creates the exception for a file that is not ours.
     *
     * @param file the file
     * @param found how it begins or how long it is: "begins with 504b0304"
     */
    public ForeignFileException(String file, String found) {
        super(file + " is not a CopseDB file: it " + found);
        this.file = file;
    }

    /**
     * Returns the file.
     *
     * @return its path
     */
    public String file() {
        return file;
    }
}
