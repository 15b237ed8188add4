package org.copsedb.codec;

import org.copsedb.storage.CopseException;
import org.jspecify.annotations.Nullable;

/**
 * A value could not be encoded, bytes are no encoding of a value, or a codec did not keep what it promised. The message
 * names the codec. Nothing was changed by the operation that failed.
 */
public final class CodecException extends CopseException {
    private static final long serialVersionUID = 1L;

    /** The name of the codec that failed, null if the codec itself created this and nobody has named it yet. */
    private final @Nullable String codecName;

    /**
     * Creates an exception for a codec to throw; the database adds the codec's name.
     *
     * @param problem what is wrong, with the value
     */
    public CodecException(String problem) {
        super(problem);
        this.codecName = null;
    }

    CodecException(String codecName, String problem) {
        super(message(codecName, problem));
        this.codecName = codecName;
    }

    CodecException(String codecName, String problem, Throwable cause) {
        super(message(codecName, problem), cause);
        this.codecName = codecName;
    }

    /** Returns this exception if it names a codec, else one that does. */
    CodecException in(String name) {
        return codecName != null ? this : new CodecException(name, String.valueOf(getMessage()), this);
    }

    private static String message(String codecName, String problem) {
        return "Codec " + codecName + ": " + problem;
    }
}
