package org.copsedb.codec;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What tuples and records of any number of components have in common. */
final class TupleFormat {
    private TupleFormat() {}

    static String name(Codec<?>... components) {
        return name("tuple", components);
    }

    static String name(String kind, Codec<?>... components) {
        return Arrays.stream(components).map(Codec::name).collect(Collectors.joining(",", kind + "(", ")"));
    }

    static Codec<?>[] codecs(List<? extends Component<?, ?>> components) {
        return components.stream().map(Component::codec).toArray(Codec<?>[]::new);
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
