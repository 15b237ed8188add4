package org.copsedb.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that opens the file named by its first argument as often as its third one says, against others that do the
 * same, and as long as it has the file open puts the file named by its second argument there. It says how often it held
 * the file, or dies if somebody else's mark was there.
 */
final class LockRacer {
    private LockRacer() {}

    public static void main(String[] arguments) throws IOException {
        Path mark = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        int held = 0;
        while (held < rounds) {
            try (StorageFile file = ChannelStorageFile.open(Path.of(arguments[0]), FileAccess.OPEN)) {
                Files.createFile(mark);
                file.sync();
                Files.delete(mark);
                held++;
            } catch (DatabaseLockedException e) {
                Thread.onSpinWait();
            }
        }
        System.out.println("held " + held);
    }
}
