package org.copsedb.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Figures in a file of tab-separated lines under a line of titles. New ones are appended, so parts may run apart. */
public final class FigureFile {
    private static final String TITLES = "engine\tentries\tround\trow\tvalue";

    private final Path path;

    /**
     * Names the file, which need not exist.
     *
     * @param path the file
     */
    public FigureFile(Path path) {
        this.path = path;
    }

    /**
     * Appends a figure.
     *
     * @param figure the figure
     * @throws IOException if the file can not be written
     */
    public void append(Figure figure) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "%s\t%d\t%d\t%s\t%.4f%n",
                figure.engine(),
                figure.entries(),
                figure.round(),
                figure.row(),
                figure.value());
        if (!Files.exists(path)) {
            Files.writeString(path, TITLES + System.lineSeparator());
        }
        Files.writeString(path, line, StandardOpenOption.APPEND);
    }

    /**
     * Returns all figures.
     *
     * @return the figures in the order of the file; none if there is no file
     * @throws IOException if the file can not be read or a line of it is no figure
     */
    public List<Figure> read() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        return Files.readAllLines(path).stream().skip(1).map(this::parse).toList();
    }

    private Figure parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(path + " has a line of " + fields.length + " fields: " + line);
        }
        return new Figure(
                fields[0],
                Long.parseLong(fields[1]),
                Integer.parseInt(fields[2]),
                fields[3],
                Double.parseDouble(fields[4]));
    }

    /**
     * Returns the number of the round to come for an engine at a size.
     *
     * @param engine the engine
     * @param entries the number of entries
     * @return one more than the rounds in the file
     * @throws IOException if the file can not be read
     */
    public int nextRound(String engine, long entries) throws IOException {
        return read().stream()
                        .filter(figure -> figure.engine().equals(engine) && figure.entries() == entries)
                        .mapToInt(Figure::round)
                        .max()
                        .orElse(0)
                + 1;
    }
}
