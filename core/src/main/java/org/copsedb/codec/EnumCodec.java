package org.copsedb.codec;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/** Constants of an enum as their ordinals, in one byte if that suffices for all of them, else in two. */
final class EnumCodec<E extends Enum<E>> extends FixedKeyCodec<E> {
    private static final int CONSTANTS_IN_ONE_BYTE = 256;

    private final List<E> constants;

    EnumCodec(Class<E> type) {
        this(List.copyOf(EnumSet.allOf(type)));
    }

    private EnumCodec(List<E> constants) {
        super(
                constants.stream().map(Enum::name).collect(Collectors.joining(",", "enum(", ")")),
                constants.size() <= CONSTANTS_IN_ONE_BYTE ? 1 : Short.BYTES);
        this.constants = constants;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the name of this codec lists the constants, so an ordinal keeps its meaning
    public void encode(E value, ByteWriter out) {
        if (constants.size() <= CONSTANTS_IN_ONE_BYTE) {
            out.writeByte(value.ordinal());
        } else {
            out.writeShort(value.ordinal());
        }
    }

    @Override
    public E decode(ByteReader in) {
        int ordinal = constants.size() <= CONSTANTS_IN_ONE_BYTE ? in.readUnsignedByte() : in.readShort() & 0xFFFF;
        if (ordinal >= constants.size()) {
            throw in.malformed("an ordinal below " + constants.size() + " before here", Integer.toString(ordinal));
        }
        return constants.get(ordinal);
    }
}
