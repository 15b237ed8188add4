package org.copsedb.codec;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores a record as its components, one after the other, all but the last delimited. */
class RecordCodec<R> implements Codec<R> {
    final String name;
    final Function<? super ComponentValues<R>, ? extends R> constructor;
    private final List<? extends Component<R, ?>> components;

    /** The last component, delimited if the record is. */
    private final Component<R, ?> last;

    private final OptionalInt fixedSize;

    RecordCodec(
            String name,
            Function<? super ComponentValues<R>, ? extends R> constructor,
            List<? extends Component<R, ?>> components,
            Component<R, ?> last) {
        this.name = name;
        this.constructor = constructor;
        this.components = components;
        this.last = last;
        this.fixedSize = TupleFormat.fixedSize(TupleFormat.codecs(components));
    }

    static <P extends Component<?, ?>> List<P> requireDistinct(String name, List<P> components) {
        if (components.isEmpty() || new HashSet<>(components).size() != components.size()) {
            throw new IllegalArgumentException("The record " + name + " has no component, or the same one twice");
        }
        return components;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void encode(R value, ByteWriter out) {
        encodeLeading(value, out);
        last.encode(value, out);
    }

    /** Encodes all components but the last. */
    final void encodeLeading(R value, ByteWriter out) {
        for (int i = 0; i < components.size() - 1; i++) {
            components.get(i).encodeDelimited(value, out);
        }
    }

    @Override
    public final R decode(ByteReader in) {
        Object[] values = new Object[components.size()];
        int lastIndex = values.length - 1;
        for (int i = 0; i < lastIndex; i++) {
            values[i] = requireValue(components.get(i).decodeDelimited(in), components.get(i));
        }
        values[lastIndex] = requireValue(last.decode(in), last);
        return constructor.apply(new ComponentValues<>(components, values));
    }

    private static Object requireValue(@Nullable Object value, Component<?, ?> component) {
        if (value == null) {
            throw new CodecException(component.codec().name(), "its decode method returned null");
        }
        return value;
    }

    @Override
    public final OptionalInt fixedSize() {
        return fixedSize;
    }

    @Override
    public Codec<R> delimited() {
        Component<R, ?> delimited = last.delimited();
        return delimited == last ? this : new RecordCodec<>(name, constructor, components, delimited);
    }
}
