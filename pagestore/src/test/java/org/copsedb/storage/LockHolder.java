package org.copsedb.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A process that opens the file named by its first argument, with the access named by its second, says how that went,
 * and holds the file until its input ends.
 */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (StorageFile file = ChannelStorageFile.open(Path.of(arguments[0]), FileAccess.valueOf(arguments[1]))) {
            System.out.println("open " + file.size());
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (DatabaseLockedException e) {
            System.out.println("locked by " + e.holder());
        } catch (StorageException refused) {
            System.out.println("refused: " + refused);
        }
    }
}
