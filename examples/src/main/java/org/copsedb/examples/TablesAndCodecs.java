package org.copsedb.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import org.copsedb.Database;
import org.copsedb.KeyRange;
import org.copsedb.Multimap;
import org.copsedb.MultimapDefinition;
import org.copsedb.MutableCursor;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.TableStatistics;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codec;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.KeyComponent;
import org.copsedb.codec.RecordKeyCodec;

/** The code of the guide's pages on tables, codecs and large values. */
public final class TablesAndCodecs {
    // guide: definitions
    static final TableDefinition<String, Long> STOCK = TableDefinition.of("stock", Codecs.STRING, Codecs.LONG);
    static final MultimapDefinition<String, Long> ORDERS =
            MultimapDefinition.of("orders by customer", Codecs.STRING, Codecs.LONG);
    // guide: end

    static final TableDefinition<String, byte[]> FILES = TableDefinition.of("files", Codecs.STRING, Codecs.BYTES);

    // guide: a record as a key
    record Reading(String sensor, long second) {
        static final KeyComponent<Reading, String> SENSOR = Codecs.component(Codecs.STRING, Reading::sensor);
        static final KeyComponent<Reading, Long> SECOND =
                Codecs.component(Codecs.descending(Codecs.LONG), Reading::second);
        static final RecordKeyCodec<Reading> CODEC =
                Codecs.record("reading", values -> new Reading(values.get(SENSOR), values.get(SECOND)), SENSOR, SECOND);
    }
    // guide: end

    // guide: a codec of your own
    record Celsius(double degrees) {
        static final Codec<Celsius> CODEC = Codecs.map(Codecs.DOUBLE, Celsius::degrees, Celsius::new, "celsius");
    }
    // guide: end

    static final TableDefinition<Reading, Celsius> READINGS =
            TableDefinition.of("readings", Reading.CODEC, Celsius.CODEC);

    private TablesAndCodecs() {}

    /**
     * Runs the example.
     *
     * @param arguments none
     * @throws IOException if a stream fails
     */
    public static void main(String[] arguments) throws IOException {
        try (Database database = Database.inMemory();
                WriteTransaction transaction = database.beginWrite()) {
            changeEntries(transaction);
            useAsMap(transaction);
            useMultimap(transaction);
            useRecords(transaction);
            useStreams(transaction);
            changeNames(transaction);
            transaction.commit();
        }
    }

    private static void changeEntries(WriteTransaction transaction) {
        // guide: entries and ranges
        Table<String, Long> stock = transaction.open(STOCK);
        stock.put("apple", 3L); // asks for no answer: the fastest way
        stock.compute("apple", (fruit, count) -> count == null ? 1 : count + 1);
        boolean wasFour = stock.replace("apple", 4L, 5L);
        List.of("banana", "bilberry", "cherry").forEach(fruit -> stock.put(fruit, 0L));
        long withB = stock.count(KeyRange.of(Codecs.STRING.startingWith("b")));
        stock.removeIf(KeyRange.closedOpen("a", "c"), (fruit, count) -> count == 0);
        MutableCursor<String, Long> cursor = stock.mutableCursor(KeyRange.atLeast("b"));
        while (cursor.next()) {
            cursor.set(cursor.value() + 10);
        }
        // guide: end
        System.out.println(
                wasFour + " " + withB + " " + stock.stream(KeyRange.all()).toList());
    }

    private static void useAsMap(WriteTransaction transaction) {
        // guide: as a map
        NavigableMap<String, Long> map = transaction.open(STOCK).asMap();
        map.merge("apple", 1L, Long::sum);
        map.headMap("c").values().removeIf(count -> count > 100);
        Map.Entry<String, Long> last = map.lastEntry();
        // guide: end
        System.out.println(map + " " + last);
    }

    private static void useMultimap(WriteTransaction transaction) {
        // guide: multimaps
        Multimap<String, Long> orders = transaction.open(ORDERS);
        orders.put("ann", 17L);
        orders.put("ann", 4L);
        orders.put("bob", 5L);
        NavigableSet<Long> ofAnn = orders.values("ann"); // 4, 17
        long count = orders.count("ann"); // without going through them
        // guide: end
        System.out.println(ofAnn + " " + count + " of " + orders.size());
    }

    private static void useRecords(WriteTransaction transaction) {
        // guide: the newest first
        Table<Reading, Celsius> readings = transaction.open(READINGS);
        readings.put(new Reading("roof", 100), new Celsius(7.5));
        readings.put(new Reading("roof", 160), new Celsius(8.25));
        var ofRoof = KeyRange.of(Reading.CODEC.where(Reading.SENSOR.is("roof")));
        var newest = readings.stream(ofRoof).findFirst();
        // guide: end
        System.out.println(newest.orElseThrow().value());
    }

    private static void changeNames(WriteTransaction transaction) {
        // guide: names
        transaction.rename("stock", "stock of last year");
        Table<String, Long> stock = transaction.open(STOCK); // a new one, empty
        TableStatistics figures = transaction.open(FILES).statistics();
        boolean existed = transaction.drop("readings");
        List<String> names = transaction.tables();
        // guide: end
        System.out.println(stock.size() + " " + figures.entries() + " " + existed + " " + names);
    }

    private static void useStreams(WriteTransaction transaction) throws IOException {
        InputStream source = new ByteArrayInputStream(new byte[1_000_000]);
        // guide: streams
        Table<String, byte[]> files = transaction.open(FILES);
        files.writeValue("film", source);
        files.writeValue("noise", 4_096, room -> {
            while (room.hasRemaining()) {
                room.put((byte) (31 * room.position()));
            }
        });
        long length = 0;
        try (InputStream film = Objects.requireNonNull(files.openValue("film"))) {
            for (byte[] part = film.readNBytes(8_192); part.length > 0; part = film.readNBytes(8_192)) {
                length += part.length;
            }
        }
        // guide: end
        System.out.println(length);
    }
}
