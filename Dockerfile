# Built and run by those who have an engine; CI does not run it (see README).
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -pl sync-worker -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Derror.prone.with=-XepDisableAllChecks \
    && java -Djarmode=tools -jar sync-worker/target/plumbline.jar extract --destination /app

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 plumbline
COPY --from=build /app /app
USER plumbline
EXPOSE 8080
ENTRYPOINT ["java", "-Duser.timezone=UTC", "-XX:MaxRAMPercentage=60", "-jar", "/app/plumbline.jar"]
