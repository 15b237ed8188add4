package org.copsedb.crash;

import java.util.SplittableRandom;
import org.copsedb.Cursor;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.ReadTransaction;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.UnsupportedFormatException;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.SimulatedDisk;

/**
 * Opens a damaged file and does everything with it. Promise P5: there is the right answer, or the damage is reported;
 * never a wrong answer or another failure. A file that does not open is left as it was.
 */
final class DamageCheck {
    private final DatabaseOpener opener;
    private final DatabaseOptions options;
    private final DatabaseContent content;
    private final SplittableRandom random = new SplittableRandom(1);
    private long harmless;
    private long reported;

    DamageCheck(DatabaseOpener opener, DatabaseOptions options, DatabaseContent content) {
        this.opener = opener;
        this.options = options;
        this.content = content;
    }

    /** Returns how many damages had no effect. */
    long harmless() {
        return harmless;
    }

    /** Returns how many damages were reported. */
    long reported() {
        return reported;
    }

    /**
     * Checks a damaged file.
     *
     * @param image the file
     * @throws AssertionError if a wrong answer is given, or anything else is thrown than what reports damage
     */
    void check(DiskImage image) {
        SimulatedDisk disk = new SimulatedDisk("damaged", image);
        boolean opened = false;
        try (Database database = opener.open(disk, options)) {
            opened = true;
            use(database);
            harmless++;
        } catch (CorruptFileException | UnsupportedFormatException | ForeignFileException damage) {
            reported++;
            requireMessage(damage);
            if (!opened && disk.cached().hash() != image.hash()) {
                throw new AssertionError("the file was changed although it did not open: " + damage, damage);
            }
        }
    }

    private static void requireMessage(RuntimeException damage) {
        if (damage.getMessage() == null || damage.getMessage().isBlank()) {
            throw new AssertionError("damage without a message", damage);
        }
    }

    private void use(Database database) {
        content.requireEqual(database);
        database.read(transaction -> {
            requireEqualBackwards(transaction);
            return transaction;
        });
        boolean isSound = database.verify().isSound();
        if (random.nextInt(8) == 0) {
            DatabaseContent changed = content.copy();
            database.execute(transaction -> new ModelTransaction(transaction, changed, random).changeSome("t0", 5, 90));
            changed.requireEqual(database);
            if (isSound && !database.verify().isSound()) {
                throw new AssertionError("a commit made a sound file unsound");
            }
        }
    }

    private void requireEqualBackwards(ReadTransaction transaction) {
        for (String table : transaction.tables()) {
            Cursor<Long, byte[]> cursor =
                    transaction.open(DatabaseContent.definition(table)).cursor();
            for (long key : content.entries(table).descendingKeySet()) {
                if (!cursor.previous() || cursor.key() != key) {
                    throw new AssertionError("table " + table + " has no key " + key + " on the way back");
                }
            }
        }
    }
}
