package org.copsedb.pagestore.reclaim;

/** Why a version is held. */
public enum PinKind {
    /** It is the committed state that new readers see. */
    HEAD,
    /** Somebody reads it. */
    READER,
    /** A savepoint that lives as long as the process. */
    SAVEPOINT,
    /** A savepoint that survives restarts. */
    PERSISTENT_SAVEPOINT,
    /** A backup is being made of it. */
    BACKUP,
    /** A checkpoint of it is being written. */
    CHECKPOINT,
    /** The file's header names it, or it is a savepoint that the durable checkpoint knows. */
    DURABLE
}
