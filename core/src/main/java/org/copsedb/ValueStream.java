package org.copsedb;

import java.io.IOException;
import java.io.InputStream;

/** A value's bytes, for as long as the table that holds them is the same. */
final class ValueStream extends InputStream {
    private final TreeTable<?, ?> table;
    private final InputStream bytes;
    private final long changes;

    ValueStream(TreeTable<?, ?> table, InputStream bytes) {
        this.table = table;
        this.bytes = bytes;
        this.changes = table.changes();
    }

    @Override
    public int read() throws IOException {
        table.requireUnchanged(changes, "stream");
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        table.requireUnchanged(changes, "stream");
        return bytes.read(target, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
        table.requireUnchanged(changes, "stream");
        return bytes.skip(count);
    }

    @Override
    public int available() throws IOException {
        table.requireUnchanged(changes, "stream");
        return bytes.available();
    }
}
