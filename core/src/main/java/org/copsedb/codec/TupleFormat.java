package org.copsedb.codec;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What tuples of any number of components have in common. */
final class TupleFormat {
    private TupleFormat() {}

    static String name(Codec<?>... components) {
        return Arrays.stream(components).map(Codec::name).collect(Collectors.joining(",", "tuple(", ")"));
    }

    /** Returns the sum of the sizes, if all are fixed. */
    static OptionalInt fixedSize(Codec<?>... components) {
        long sum = 0;
        for (Codec<?> component : components) {
            OptionalInt size = component.fixedSize();
            if (size.isEmpty()) {
                return OptionalInt.empty();
            }
            sum += size.getAsInt();
        }
        if (sum > ByteWriter.MAXIMUM_SIZE) {
            throw new CodecException(
                    name(components), "its fixed size is " + sum + ", the limit " + ByteWriter.MAXIMUM_SIZE);
        }
        return OptionalInt.of((int) sum);
    }
}
