package org.copsedb.codec;

import java.util.List;
import java.util.function.Function;

/**
 * A codec of keys that are records: ordered by their first component, then by their second, and so on. Immutable and
 * thread-safe, if its functions are.
 *
 * @param <R> the type of the records
 * @see Codecs#record(String, Function, KeyComponent...)
 */
public final class RecordKeyCodec<R> extends RecordCodec<R> implements KeyCodec<R> {
    private final List<KeyComponent<R, ?>> components;
    private final KeyComponent<R, ?> last;

    RecordKeyCodec(
            String name,
            Function<? super ComponentValues<R>, ? extends R> constructor,
            List<KeyComponent<R, ?>> components,
            KeyComponent<R, ?> last) {
        super(name, constructor, components, last);
        this.components = components;
        this.last = last;
    }

    @Override
    public void encodePrefix(R beginning, ByteWriter out) {
        encodeLeading(beginning, out);
        last.encodePrefix(beginning, out);
    }

    @Override
    public RecordKeyCodec<R> delimited() {
        KeyComponent<R, ?> delimited = last.delimited();
        return delimited == last ? this : new RecordKeyCodec<>(name, constructor, components, delimited);
    }

    /**
     * Returns the range of all keys whose first components meet conditions: one for each component from the first on,
     * of which only the last may be a beginning.
     *
     * <pre>{@code PLACES.where(COUNTRY.is("DE"), NAME.startingWith("Ber"))}</pre>
     *
     * @param conditions the conditions, in the order of the components; none for all keys
     * @return the range
     * @throws CodecException if a value cannot be encoded
     * @throws IllegalArgumentException if there are more conditions than components, one is about another component
     *     than its place says, one follows a beginning, or each component has a value, which is one key and no range
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied at once
    public final KeyPrefix<R> where(KeyCondition<R>... conditions) {
        return where(List.of(conditions));
    }

    private KeyPrefix<R> where(List<KeyCondition<R>> conditions) {
        requirePrefix(conditions);
        return KeyPrefix.of(this, out -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (i < components.size() - 1) {
                    conditions.get(i).encodeDelimited(out);
                } else {
                    conditions.get(i).encodeLast(out);
                }
            }
        });
    }

    private void requirePrefix(List<KeyCondition<R>> conditions) {
        if (conditions.size() > components.size()) {
            throw new IllegalArgumentException("There are " + conditions.size() + " conditions for the "
                    + components.size() + " components of " + name());
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).component() != components.get(i)) {
                throw new IllegalArgumentException(
                        "Condition " + (i + 1) + " is not about component " + (i + 1) + " of " + name());
            }
            if (i > 0 && !conditions.get(i - 1).isExact()) {
                throw new IllegalArgumentException("Condition " + (i + 1) + " for " + name()
                        + " follows one on a beginning, behind which keys are in no order");
            }
        }
        if (conditions.size() == components.size()
                && conditions.get(conditions.size() - 1).isExact()) {
            throw new IllegalArgumentException(
                    "Each component of " + name() + " has a value: that is one key, and no range");
        }
    }
}
