package org.copsedb.storage;

/** A sound file has a format version that this release can not read. */
public final class UnsupportedFormatException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** The version of the file. */
    private final int foundVersion;
    /** The oldest version that can be read. */
    private final int oldestSupported;
    /** The newest version that can be read. */
    private final int newestSupported;

    /**
     * Creates the exception for a file of another version.
     *
     * @param file the file
     * @param foundVersion its version
     * @param oldestSupported the oldest version that this release reads
     * @param newestSupported the newest version that this release reads
     */
    public UnsupportedFormatException(String file, int foundVersion, int oldestSupported, int newestSupported) {
        super(file + " has format version " + foundVersion + "; this release reads versions " + oldestSupported + " to "
                + newestSupported);
        this.foundVersion = foundVersion;
        this.oldestSupported = oldestSupported;
        this.newestSupported = newestSupported;
    }

    /**
     * Returns the version of the file.
     *
     * @return the format version that was found
     */
    public int foundVersion() {
        return foundVersion;
    }

    /**
     * Returns the oldest version that this release reads.
     *
     * @return a format version
     */
    public int oldestSupported() {
        return oldestSupported;
    }

    /**
     * Returns the newest version that this release reads.
     *
     * @return a format version, at least {@link #oldestSupported()}
     */
    public int newestSupported() {
        return newestSupported;
    }
}
