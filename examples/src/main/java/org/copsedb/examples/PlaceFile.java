package org.copsedb.examples;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The file of places among this module's resources: tab-separated columns below a header line, compressed. */
final class PlaceFile {
    static final String ATTRIBUTION = "Place data (c) GeoNames, CC BY 4.0";

    private static final String NAME = "cities.tsv.gz";
    private static final String HEADER = "geoname_id\tname\tcountry\tadmin1\tfeature\tpopulation\tlatitude\tlongitude";
    private static final int COLUMNS = HEADER.split("\t").length;

    private PlaceFile() {}

    /** Reads all places, in the order of their ids. */
    static List<Place> read() throws IOException {
        try (InputStream compressed = PlaceFile.class.getResourceAsStream(NAME)) {
            if (compressed == null) {
                throw new FileNotFoundException(NAME + " is not among the resources of this module");
            }
            return read(compressed);
        }
    }

    static List<Place> read(InputStream compressed) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(compressed), StandardCharsets.UTF_8));
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new IOException(NAME + ", line 1: expected the header " + HEADER + ", found " + header);
        }
        List<Place> places = new ArrayList<>();
        String line = lines.readLine();
        while (line != null) {
            places.add(parse(line, places.size() + 2));
            line = lines.readLine();
        }
        return places;
    }

    private static Place parse(String line, int number) throws IOException {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IOException(
                    NAME + ", line " + number + ": expected " + COLUMNS + " columns, found " + columns.length);
        }
        try {
            return new Place(
                    Integer.parseInt(columns[0]),
                    columns[1],
                    new Division(columns[2], columns[3]),
                    columns[4],
                    Long.parseLong(columns[5]),
                    new Coordinates(Double.parseDouble(columns[6]), Double.parseDouble(columns[7])));
        } catch (NumberFormatException e) {
            throw new IOException(NAME + ", line " + number + ": not a number: " + e.getMessage(), e);
        }
    }
}
