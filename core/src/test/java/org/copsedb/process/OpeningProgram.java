package org.copsedb.process;

import java.nio.file.Path;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.storage.CopseException;

/** Opens an existing file of {@link FillingProgram} to change it, then to read it, and says what happened. */
final class OpeningProgram {
    private OpeningProgram() {}

    /** Takes the path. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        System.out.println("to change: " + open(path, DatabaseOptions.defaults().existing()));
        System.out.println("to read: " + open(path, DatabaseOptions.defaults().readOnly()));
    }

    private static String open(Path path, DatabaseOptions options) {
        try (Database database = Database.open(path, options)) {
            return FillingProgram.countBatches(database, 0) + " batches, sound: "
                    + database.verify().isSound();
        } catch (CopseException refused) {
            return refused.toString();
        }
    }
}
