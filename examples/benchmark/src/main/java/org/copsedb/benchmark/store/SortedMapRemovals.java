package org.copsedb.benchmark.store;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.copsedb.benchmark.workload.Checksum;
import org.jspecify.annotations.Nullable;

/** Removals as stores with the interface of a sorted map do them. */
final class SortedMapRemovals {
    private SortedMapRemovals() {}

    static long removeIf(Iterator<Map.Entry<byte[], byte[]>> entries, Writing.KeyTest test, Consumer<byte[]> remove) {
        long sum = 0;
        while (entries.hasNext()) {
            Map.Entry<byte[], byte[]> entry = entries.next();
            if (test.test(entry.getKey()[0])) {
                sum += Checksum.of(entry.getValue()[0], entry.getValue().length);
                remove.accept(entry.getKey());
            }
        }
        return sum;
    }

    static long pop(long count, Supplier<Map.@Nullable Entry<byte[], byte[]>> end, Consumer<byte[]> remove) {
        long sum = 0;
        for (long i = 0; i < count; i++) {
            Map.Entry<byte[], byte[]> entry = end.get();
            if (entry == null) {
                throw new IllegalStateException("no entry is left");
            }
            sum += Checksum.of(entry.getValue()[0], entry.getValue().length);
            remove.accept(entry.getKey());
        }
        return sum;
    }

    static long scan(Iterator<Map.Entry<byte[], byte[]>> entries, long limit) {
        long sum = 0;
        for (long left = limit; left > 0 && entries.hasNext(); left--) {
            byte[] value = entries.next().getValue();
            sum += Checksum.of(value[0], value.length);
        }
        return sum;
    }
}
