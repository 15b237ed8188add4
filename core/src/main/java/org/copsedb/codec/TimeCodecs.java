package org.copsedb.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Points and spans of time, all of fixed size, in their natural order and whole range.
 *
 * <pre>
 * instant, duration: seconds (8 bytes, sign bit inverted), nanoseconds 0 to 999,999,999 (4)
 * date:              proleptic year (4, sign bit inverted), month (1), day of the month (1)
 * </pre>
 */
final class TimeCodecs {
    private static final int NANOSECONDS_PER_SECOND = 1_000_000_000;

    private TimeCodecs() {}

    private static void write(long seconds, int nanoseconds, ByteWriter out) {
        out.writeLong(seconds ^ Long.MIN_VALUE);
        out.writeInt(nanoseconds);
    }

    private static int readNanoseconds(ByteReader in) {
        int nanoseconds = in.readInt();
        if (nanoseconds < 0 || nanoseconds >= NANOSECONDS_PER_SECOND) {
            throw in.malformed("0 to 999,999,999 nanoseconds before here", Integer.toUnsignedString(nanoseconds));
        }
        return nanoseconds;
    }

    static final class InstantCodec extends FixedKeyCodec<Instant> {
        InstantCodec() {
            super("instant", Long.BYTES + Integer.BYTES);
        }

        @Override
        public void encode(Instant value, ByteWriter out) {
            write(value.getEpochSecond(), value.getNano(), out);
        }

        @Override
        public Instant decode(ByteReader in) {
            long seconds = in.readLong() ^ Long.MIN_VALUE;
            int nanoseconds = readNanoseconds(in);
            if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
                throw in.malformed("the seconds of an instant before here", Long.toString(seconds));
            }
            return Instant.ofEpochSecond(seconds, nanoseconds);
        }
    }

    static final class DurationCodec extends FixedKeyCodec<Duration> {
        DurationCodec() {
            super("duration", Long.BYTES + Integer.BYTES);
        }

        @Override
        public void encode(Duration value, ByteWriter out) {
            write(value.getSeconds(), value.getNano(), out);
        }

        @Override
        public Duration decode(ByteReader in) {
            long seconds = in.readLong() ^ Long.MIN_VALUE;
            return Duration.ofSeconds(seconds, readNanoseconds(in));
        }
    }

    static final class LocalDateCodec extends FixedKeyCodec<LocalDate> {
        LocalDateCodec() {
            super("date", Integer.BYTES + 2);
        }

        @Override
        public void encode(LocalDate value, ByteWriter out) {
            out.writeInt(value.getYear() ^ Integer.MIN_VALUE);
            out.writeByte(value.getMonthValue());
            out.writeByte(value.getDayOfMonth());
        }

        @Override
        public LocalDate decode(ByteReader in) {
            int year = in.readInt() ^ Integer.MIN_VALUE;
            int month = in.readUnsignedByte();
            int day = in.readUnsignedByte();
            try {
                return LocalDate.of(year, month, day);
            } catch (DateTimeException e) {
                throw in.malformed("a date before here", "year " + year + ", month " + month + ", day " + day);
            }
        }
    }
}
